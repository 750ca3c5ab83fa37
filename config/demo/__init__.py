"""A finished year and the running one, lived through by 204 posts, so that every page has
something true to show. Nobody in it is a person: officials are named by their post.
"""
